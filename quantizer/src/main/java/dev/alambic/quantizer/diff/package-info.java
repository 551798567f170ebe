/**
 * Where two forms of one model differ, and by how much.
 *
 * <pre>{@code
 * ModelDiff       = ValueDifference* outputs, ValueDifference* layers, Jump?, Coverage
 * ValueDifference = value, operator, largest error, relative error, SQNR, cosine
 * }</pre>
 */
@NullMarked
package dev.alambic.quantizer.diff;

import org.jspecify.annotations.NullMarked;
