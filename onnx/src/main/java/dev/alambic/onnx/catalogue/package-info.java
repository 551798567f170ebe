/**
 * Models by name: those that the Maven profile {@code models} puts on the class path, beside any file on the disk.
 * {@link dev.alambic.onnx.catalogue.ModelSource} opens both.
 */
@NullMarked
package dev.alambic.onnx.catalogue;

import org.jspecify.annotations.NullMarked;
