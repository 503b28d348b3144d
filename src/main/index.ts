import { startShell } from './shell/app'

void startShell()
