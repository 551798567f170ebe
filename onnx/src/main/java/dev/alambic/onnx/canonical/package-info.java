/**
 * What files may say in several ways, said in one: {@link dev.alambic.onnx.canonical.Canonical}.
 *
 * <pre>{@code
 * Canonical = content -> content, notes     nodes in order, constants that are no inputs
 * }</pre>
 */
@NullMarked
package dev.alambic.onnx.canonical;

import org.jspecify.annotations.NullMarked;
