/** What messages of every module say alike: the name that was probably meant, the rule that is broken, quoted text. */
@NullMarked
package dev.alambic.onnx.message;

import org.jspecify.annotations.NullMarked;
