package dev.alambic.quantizer.calibrate;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of what a model computes: its operators and their versions, wiring, attributes and constants. */
final class Fingerprint {
    private final MessageDigest digest;

    private Fingerprint() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("bug: every Java has SHA-256", e);
        }
    }

    static String of(OnnxModel model) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(model.opsets().toString());
        fingerprint.add(model.graph());
        return HexFormat.of().formatHex(fingerprint.digest.digest());
    }

    private void add(Graph graph) {
        graph.inputs().forEach(input -> add(input.toString()));
        graph.outputs().forEach(output -> add(output.name()));
        graph.initializers().forEach((name, tensor) -> {
            add(name);
            add(tensor);
        });
        graph.nodes().forEach(this::add);
    }

    private void add(Node node) {
        add(node.domain());
        add(node.toString());
        node.attributes().forEach((key, value) -> {
            add(key);
            if (value instanceof Attribute.OfTensor tensor) {
                add(tensor.value());
            } else {
                add(value.toString());
            }
        });
        node.subgraphs().forEach(this::add);
    }

    private void add(Tensor tensor) {
        add(tensor.toString());
        add(tensor.strings().toString());
        digest.update(tensor.data());
    }

    /** Adds {@code text} and its length, so that texts cannot run into each other. */
    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
