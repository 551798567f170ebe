/** Sounds: WAV files, other rates, and made speech to try it on. */
@NullMarked
package dev.alambic.data.sound;

import org.jspecify.annotations.NullMarked;
