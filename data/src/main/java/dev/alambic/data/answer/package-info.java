/** What an ONNX classifier answers to raw samples, and how good the answers are. */
@NullMarked
package dev.alambic.data.answer;

import org.jspecify.annotations.NullMarked;
