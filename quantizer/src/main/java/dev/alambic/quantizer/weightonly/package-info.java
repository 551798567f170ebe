/**
 * Weight-only quantization: weights stand in 8 or 4 bits, in blocks with a scale each, and the arithmetic stays
 * floating point. No sample is needed, but for one method.
 *
 * <pre>{@code
 * weight     = scale * (code - zero point)           one scale and zero point a block
 * Matrix     = rows (output channels, or words of a table) of columns (what a row sums over)
 * CodeSearch   = RoundToNearest | HalfQuadratic | ErrorFeedback        rows -> Codes
 * CodeLayout     = by axis | product | table             Codes -> tensors of a file
 * Carrier    = the operators that read such tensors in place of the weight
 * }</pre>
 */
@NullMarked
package dev.alambic.quantizer.weightonly;

import org.jspecify.annotations.NullMarked;
