/** How good the answers of a model are. */
@NullMarked
package dev.alambic.onnx.metrics;

import org.jspecify.annotations.NullMarked;
