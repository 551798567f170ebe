/** Reading and writing of ONNX files; the only place that knows protobuf. */
@NullMarked
package dev.alambic.onnx.serde;

import org.jspecify.annotations.NullMarked;
