import { relative, sep } from 'node:path'
import { forbiddenImport } from '../layers.js'

/** ESLint rule: every import, re-export, dynamic import, require and import type obeys the table in build/layers.js. */
export const layersRule = {
  meta: { type: 'problem', schema: [], messages: { forbidden: '{{ reason }}' } },
  create(context) {
    const file = relative(context.cwd, context.filename).split(sep).join('/')
    const check = (node, source) => {
      const specifier = source?.type === 'TSLiteralType' ? source.literal.value : source?.value
      if (typeof specifier !== 'string') return
      const reason = forbiddenImport(file, specifier)
      if (reason) context.report({ node, messageId: 'forbidden', data: { reason } })
    }
    return {
      ImportDeclaration: (node) => check(node, node.source),
      ExportNamedDeclaration: (node) => check(node, node.source),
      ExportAllDeclaration: (node) => check(node, node.source),
      ImportExpression: (node) => check(node, node.source),
      TSImportType: (node) => check(node, node.source ?? node.argument),
      TSExternalModuleReference: (node) => check(node, node.expression),
      CallExpression: (node) => {
        if (node.callee.type === 'Identifier' && node.callee.name === 'require')
          check(node, node.arguments[0])
      },
    }
  },
}
