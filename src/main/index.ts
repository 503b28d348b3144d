import { startApp } from './shell/app'

void startApp()
