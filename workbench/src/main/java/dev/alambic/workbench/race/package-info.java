/** Models timed side by side while somebody looks on. */
@NullMarked
package dev.alambic.workbench.race;

import org.jspecify.annotations.NullMarked;
