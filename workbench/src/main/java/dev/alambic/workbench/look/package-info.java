/**
 * What models looked at: each part of a sample is taken away, and what that does to the answer is its weight.
 *
 * <pre>
 * Looks = Look* (one a model), a line that compares them
 * Look  = the answer that is followed, Part*
 * Part  = what is taken away, what stands in its place, the answer without it, its weight
 * </pre>
 */
@NullMarked
package dev.alambic.workbench.look;

import org.jspecify.annotations.NullMarked;
