package dev.alambic.packager.manifest;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Made-up manifests. */
public final class Manifests {
    private static final String HASH = "0123456789abcdef".repeat(4);

    private Manifests() {}

    /** Returns the manifest of a classifier of pictures of which all is known. */
    public static Manifest full() {
        return with(
                new Identity("digits", "1.2.0", "classification", List.of("zero", "one"), "Apache-2.0"),
                new Evidence(
                        new TreeMap<>(Map.of("accuracy", 0.975, "macroF1", 0.9)),
                        "114 samples, test part of digits",
                        List.of(
                                new Evidence.Latency(1, 1, 1234.5, 2000.0, null),
                                new Evidence.Latency(32, 2, 9876.5, null, null)),
                        new Evidence.Machine("Some CPU", "Linux 6.1", "amd64", 2, "ONNX Runtime 1.29.0")),
                new Provenance(
                        "alambic 0.1.0",
                        new Provenance.Training("digits-student", 42L),
                        List.of("distil", "QuantizeStatic"),
                        List.of(new Provenance.Parent("the teacher", HASH)),
                        "alambic 0.1.0",
                        "digits"));
    }

    /** Returns one of a model of which nothing is known but its form. */
    public static Manifest silent() {
        Manifest full = full();
        return new Manifest(
                Manifest.FORMAT,
                new Identity("m", "1", "", List.of(), ""),
                List.of("server"),
                new ModelFile(
                        full.model().content(),
                        full.model().versions(),
                        6,
                        full.model().runtime(),
                        null),
                full.inputs(),
                full.outputs(),
                List.of(),
                List.of(),
                new Golden(full.golden().tolerances(), full.golden().cases(), null),
                new Provenance("", new Provenance.Training("", null), List.of(), List.of(), "alambic 0.1.0", ""),
                Evidence.none(),
                full.files());
    }

    /** Returns the full one of another identity, evidence and origin. */
    public static Manifest with(Identity identity, Evidence evidence, Provenance provenance) {
        Golden.TensorFile input =
                new Golden.TensorFile("image", "float", List.of(1L, 1L, 2L, 3L), "golden/01-a/in.bin");
        Golden.TensorFile output = new Golden.TensorFile("logits", "float", List.of(1L, 2L), "golden/01-a/out.bin");
        return new Manifest(
                Manifest.FORMAT,
                identity,
                List.of("android", "ios", "server"),
                new ModelFile(
                        new ModelFile.Content("model.onnx", HASH, 1_234_567),
                        new ModelFile.Versions(17, 8, Map.of("com.microsoft", 1L)),
                        12_345,
                        new ModelFile.Needs("1.12", "opset 17", "1.29.0"),
                        new ModelFile.Ort("model.ort", 1_300_000, "basic", "it stays plain ONNX", "1.29.0")),
                List.of(new TensorSpec(
                        "image",
                        "float",
                        List.of("batch", 1, 2, 3),
                        List.of("batch", "channels", "height", "width"),
                        new TensorSpec.Range(0, 1),
                        "the pixels of a picture")),
                List.of(new TensorSpec("logits", "float", List.of("batch", 2), List.of(), null, "logits")),
                List.of(
                        new Step.Decode("RGB", "black"),
                        new Step.Resize(3, 2, "antialiased-bilinear", "crop"),
                        new Step.Greyscale(0.299, 0.587, 0.114),
                        new Step.Scale(List.of(0.5), List.of(-1.0)),
                        new Step.Layout("NCHW", "float32"),
                        new Step.Feed("image", "that tensor")),
                List.of(new Step.Softmax("logits"), new Step.ArgMax("logits"), new Step.TopK(2)),
                new Golden(
                        List.of(new Golden.Tolerance(
                                "logits", 0.00062, 1e-6, List.of("no optimization", "the .ort file"))),
                        List.of(new Golden.Case("a", "zeros", null, List.of(input), List.of(output))),
                        new Golden.Picture(6, 4, "golden/picture/pixels.bin", "golden/picture/tensor.bin", 0.004)),
                provenance,
                evidence,
                List.of(new FileEntry("model.onnx", 1_234_567, HASH, "the model")));
    }
}
