/** Charts as pixels, and all of a run in one picture. Needs no screen but a font. */
@NullMarked
package dev.alambic.report.png;

import org.jspecify.annotations.NullMarked;
