import { createRoot } from 'react-dom/client'
import { App } from './App'
import { createApplication } from './app/application'
import { connect } from './app/client'
import { palette } from './timeline/layers/palette'
import './style/base.css'
import './style/controls.css'
import './style/layout.css'
import './style/panels.css'
import './style/timeline.css'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element #root')
for (const [name, colour] of Object.entries(palette))
  document.documentElement.style.setProperty(`--${name}`, colour)
createRoot(root).render(<App application={createApplication(connect())} />)
