/**
 * Models made from parts of others: {@link dev.alambic.onnx.edit.Cut} takes the part up to named values,
 * {@link dev.alambic.onnx.edit.ClassificationHead} puts a classifier on a value,
 * {@link dev.alambic.onnx.edit.StringInputs} the columns of a table before its input,
 * {@link dev.alambic.onnx.edit.ByteInput} the bytes of pictures. All take a model and return one.
 *
 * <pre>{@code
 * OnnxModel backbone = OnnxModel.read(Path.of("backbone.onnx"));
 * OnnxModel classifier = ClassificationHead.of(10).withPooling(Pooling.MEAN).applyTo(backbone, "last_hidden_state");
 * }</pre>
 */
@NullMarked
package dev.alambic.onnx.edit;

import org.jspecify.annotations.NullMarked;
