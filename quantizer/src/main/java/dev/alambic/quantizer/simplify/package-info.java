/**
 * Exact passes that make a graph plainer: constants folded, normalizations folded into weights, what does nothing
 * dropped.
 */
@NullMarked
package dev.alambic.quantizer.simplify;

import org.jspecify.annotations.NullMarked;
