/**
 * Raises models to a higher version of the standard's operators.
 *
 * <pre>{@code
 * RaiseOpset = Changes* (one version after the other)
 * Changes    = version -> operator -> Change
 * Change     = node -> nodes that compute the same at the next version, or a refusal by name
 * }</pre>
 */
@NullMarked
package dev.alambic.quantizer.opset;

import org.jspecify.annotations.NullMarked;
