package dev.alambic.packager.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The model's file and what is needed to run it.
 *
 * @param parameters learnt numbers
 * @param runtime the runtime it needs
 * @param ort the same model in ONNX Runtime's own format; null if the package has none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelFile(
        @JsonUnwrapped Content content,
        @JsonUnwrapped Versions versions,
        long parameters,
        Needs runtime,
        @Nullable Ort ort) {

    /**
     * The file.
     *
     * @param file its name in the package
     * @param bytes its size, weights in files beside it included
     */
    public record Content(String file, String sha256, long bytes) {}

    /**
     * The versions of the standard that it keeps to.
     *
     * @param opset of the standard's operators
     * @param irVersion of the file format
     * @param domains of the operators of other domains
     */
    public record Versions(long opset, long irVersion, Map<String, Long> domains) {
        public Versions {
            domains = Collections.unmodifiableMap(new LinkedHashMap<>(domains));
        }
    }

    /**
     * The runtime that a model needs.
     *
     * @param minimum version of ONNX Runtime
     * @param reason why not an older one
     * @param verified version of ONNX Runtime that made the expected outputs
     */
    public record Needs(String minimum, String reason, String verified) {}

    /**
     * A model in ONNX Runtime's own format.
     *
     * @param level how far ONNX Runtime had optimized the graph when it wrote it
     * @param reason why that far
     * @param minimum version of ONNX Runtime
     */
    public record Ort(String file, long bytes, String level, String reason, String minimum) {}
}
