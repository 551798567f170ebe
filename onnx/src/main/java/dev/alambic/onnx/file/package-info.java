/** Files that are written whole or not at all. */
@NullMarked
package dev.alambic.onnx.file;

import org.jspecify.annotations.NullMarked;
