/** What was seen when the real clips were watched beside their curves; numbers stand in the table of the report. */
export const clipNotes: Readonly<Record<string, string>> = {
  'bbb_480p_30s.mp4': `A pink cloud, a meadow and a brook in sun, then a bird on a branch, a title over it, and the name of the film over a mossy hill. Pleasant throughout, most in the meadow, a step down at the cut to the bird: right. The meadow is the quietest part of it in the network’s words too; calm comes from the cues, the network hears more excitement in the saturated colours (arousal +0.17, +0.36) than an editor would.`,
  'chaplin_oneshot.mp4': `Chaplin runs in beside a policeman and clowns; black and white, pillarboxed. Read as unpleasant (−0.39): **wrong**, it is a comedy. Grey and men in black is all that the network sees; an editor has to lift this curve by hand.`,
  'pyscenedetect_counter.mp4': `A counter on a plain ground: neutral with no confidence, as it should be.`,
  'pyscenedetect_testvideo.mp4': `A copyright line on black between an autumn leaf on a stone, a deer, leaves on a stone and a slatted grey surface. Black lowers the confidence to half and is not read as gloom; the deer and the leaves are the pleasant part, the grey slats the dullest and quietest: right. The jump from deer to slats is small for what it is.`,
}
