/**
 * Networks that have a name in the field, as ONNX graphs with first weights: what a recipe calls {@code resnet},
 * {@code mobilenetV2}, {@code bert} or {@code lstm}. Weights and nodes are called as PyTorch's own implementations call
 * theirs, {@code layer1.0.conv1.weight}, so that values inside are found by the paths that people know.
 */
@NullMarked
package dev.alambic.trainer.architecture;

import org.jspecify.annotations.NullMarked;
