/** The graph of a model as a picture: folded by the blocks that the names of its nodes tell, opened on demand. */
@NullMarked
package dev.alambic.workbench.graph;

import org.jspecify.annotations.NullMarked;
