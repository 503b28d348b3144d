import { createContext } from 'react'
import type { Projects } from './projects'

/** Opening and saving, for the panels that offer it. */
export const ProjectsContext = createContext<Projects | null>(null)
