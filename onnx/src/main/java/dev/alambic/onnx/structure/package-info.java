/** What makes a part of a network important, for a model file and while training alike. */
@NullMarked
package dev.alambic.onnx.structure;

import org.jspecify.annotations.NullMarked;
