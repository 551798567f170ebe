/** The pages, as HTML without script or style inside. */
@NullMarked
package dev.alambic.workbench.page;

import org.jspecify.annotations.NullMarked;
