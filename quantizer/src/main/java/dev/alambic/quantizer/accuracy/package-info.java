/**
 * What makes integers more accurate: before they are chosen, while they are, and after.
 *
 * <pre>{@code
 * before   CrossLayerEqualization, SmoothQuant    exact: float32 models that round better
 * while    AdaRound                               which of two integers each weight becomes
 * after    BiasCorrection                         the mean error of every channel taken out
 * report   Saturation                             where 16-bit sums of other processors can overflow
 * }</pre>
 *
 * <p>The methods of the last three lines take the float32 model and what {@link dev.alambic.quantizer.int8} made of it,
 * before its values are renamed.
 */
@NullMarked
package dev.alambic.quantizer.accuracy;

import org.jspecify.annotations.NullMarked;
