/**
 * What the page may load and run, the same for both hosts, sent with every file of it: nothing but its own origin, no
 * inline script, no `eval`. WebAssembly is the sound bank's Vorbis decoder; inline styles are React's and wavesurfer's
 * (its shadow root has a style element); `blob:` is for worklets and pictures that the page makes itself.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Headers of every file of the page. */
export const pageHeaders = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), midi=(), usb=(), serial=(), hid=()',
  'Cache-Control': 'no-store',
} as const
