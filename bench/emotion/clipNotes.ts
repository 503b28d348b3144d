/** What was seen when the real clips were watched beside their curves; numbers stand in the table of the report. */
export const clipNotes: Readonly<Record<string, string>> = {
  'bbb_480p_30s.mp4': '',
  'chaplin_oneshot.mp4': '',
  'pyscenedetect_testvideo.mp4': '',
  'pyscenedetect_counter.mp4': '',
}
