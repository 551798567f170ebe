/** From DJL blocks to ONNX and back. */
@NullMarked
package dev.alambic.exporter;

import org.jspecify.annotations.NullMarked;
