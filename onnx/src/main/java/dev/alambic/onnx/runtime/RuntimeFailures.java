package dev.alambic.onnx.runtime;

import ai.onnxruntime.OrtException;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Failures of the runtime, sorted into models that break ONNX and models that it cannot run. */
final class RuntimeFailures {

    private static final Pattern KERNEL =
            Pattern.compile("Could not find an implementation for (\\w+)\\((\\d+)\\) node with name '([^']*)'");

    private RuntimeFailures() {}

    /** Returns what it means that {@code where} cannot be loaded. */
    static RuntimeException loading(String where, OrtException cause) {
        Matcher kernel = KERNEL.matcher(firstLine(cause));
        return kernel.find()
                ? new UnsupportedModelException(
                        where + ": ONNX Runtime has no kernel for " + kernel.group(1) + " of opset " + kernel.group(2)
                                + " on this type of numbers here (node '" + kernel.group(3) + "')",
                        cause)
                : failure(where + ": ONNX Runtime cannot load the model: ", cause);
    }

    /** Returns what it means that {@code where} fails while it runs on inputs of the right types and shapes. */
    static RuntimeException running(String where, OrtException cause) {
        return failure(where + ": ONNX Runtime cannot run the model: ", cause);
    }

    private static RuntimeException failure(String what, OrtException cause) {
        String message = what + firstLine(cause);
        return isUnsupported(cause)
                ? new UnsupportedModelException(message, cause)
                : new InvalidModelException(message, cause);
    }

    private static boolean isUnsupported(OrtException cause) {
        String message = firstLine(cause).toLowerCase(Locale.ROOT);
        return cause.getCode() == OrtException.OrtErrorCode.ORT_NOT_IMPLEMENTED
                || Stream.of(
                                "not a registered function/op",
                                "no op registered",
                                "could not find an implementation",
                                "unsupported model ir version",
                                "unsupported tensor data type",
                                "we do not support type",
                                "is under development",
                                "failed to allocate memory",
                                "bad_alloc",
                                "opset")
                        .anyMatch(message::contains);
    }

    static String firstLine(OrtException cause) {
        String message = cause.getMessage();
        return message == null
                ? cause.getCode().toString()
                : message.lines().findFirst().orElse("").strip();
    }
}
