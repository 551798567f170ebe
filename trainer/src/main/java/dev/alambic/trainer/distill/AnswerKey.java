package dev.alambic.trainer.distill;

import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells what answers are of: which model (all of its nodes and weights), asked about which data (some of the samples).
 */
public final class AnswerKey {

    private static final int SHOWN = 16;

    /** Samples, spread evenly, that data are told by. */
    private static final int TOLD_BY = 64;

    private AnswerKey() {}

    /** Returns the key of a model's answers to the data that {@code data} were read with. */
    public static String of(OnnxModel model, Dataset data) {
        return "model=" + of(model) + " data=" + of(data.whole());
    }

    /** Returns the digits of nodes and weights, wherever the file lies and whatever it says of itself. */
    private static String of(OnnxModel model) {
        MessageDigest digest = sha256();
        model.graph().nodes().forEach(node -> {
            digest.update(text(node.opType() + node.inputs() + node.outputs() + node.attributes()));
        });
        model.graph().initializers().forEach((name, tensor) -> {
            digest.update(text(name + tensor));
            digest.update(values(tensor));
        });
        return HexFormat.of().formatHex(digest.digest()).substring(0, SHOWN);
    }

    /** Returns how many samples there are, of how many values, and the digits of some of them. */
    private static String of(Dataset whole) {
        int told = Math.min(whole.size(), TOLD_BY);
        MessageDigest digest = sha256();
        float[] values = new float[whole.sampleSize()];
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        for (int i = 0; i < told; i++) {
            whole.copySample((int) ((long) i * whole.size() / told), values, 0);
            bytes.asFloatBuffer().put(values);
            digest.update(bytes.array());
        }
        return whole.size() + "x" + whole.sampleSize() + "-"
                + HexFormat.of().formatHex(digest.digest()).substring(0, SHOWN);
    }

    private static ByteBuffer values(Tensor tensor) {
        return tensor.data().duplicate();
    }

    private static byte[] text(String words) {
        return words.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("bug: every Java has SHA-256", e);
        }
    }
}
