/**
 * What phones need to know: the model in ONNX Runtime's own format, the operators of a reduced build, and which nodes
 * the accelerators take, by rules kept as data with their source.
 */
@NullMarked
package dev.alambic.packager.mobile;

import org.jspecify.annotations.NullMarked;
