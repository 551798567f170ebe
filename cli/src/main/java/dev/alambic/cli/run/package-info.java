/** A run: its folder, the stages from data to report, and what they leave for other programs to read. */
@NullMarked
package dev.alambic.cli.run;

import org.jspecify.annotations.NullMarked;
