/**
 * Recognizes what exporters spell out in small nodes, and writes it as the one operator that the opset has for it.
 *
 * <pre>{@code
 * Product = number, factors       a value taken apart: Div(Mul(x, Clip(x + 3, 0, 6)), 6) is 1/6, {x, Clip(...)}
 * Fusion  = last node, inner nodes, the operator in their place
 * }</pre>
 *
 * <p>A place is left alone if any value inside of it is read from elsewhere.
 */
@NullMarked
package dev.alambic.quantizer.fuse;

import org.jspecify.annotations.NullMarked;
