package dev.alambic.data.picture;

import java.util.Arrays;
import java.util.List;

/**
 * What is usually done to pixels of 0 to 1 before a model takes them: {@code (pixel - mean) / std}.
 *
 * <p>Sources: torchvision, documentation of the pretrained models (ImageNet); Keras, {@code imagenet_utils}, mode
 * {@code tf}; Radford et al., arXiv:2103.00020, with the statistics of the code published with it (CLIP).
 */
public enum Preset {
    /** Mean and deviation of the pictures of ImageNet: PyTorch, timm, most of ONNX's model zoo. */
    IMAGENET("imagenet", List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225)),
    /** -1 to 1: Keras, TensorFlow's MobileNet and Inception, ViT. */
    IMAGENET_TF("imagenet-tf", List.of(0.5), List.of(0.5)),
    /** Mean and deviation of the pictures of CLIP. */
    CLIP("clip", List.of(0.48145466, 0.4578275, 0.40821073), List.of(0.26862954, 0.26130258, 0.27577711)),
    /** 0 to 1. */
    UNIT("unit", List.of(0.0), List.of(1.0)),
    /** 0 to 255. */
    BYTE("byte", List.of(0.0), List.of(1 / 255.0));

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<Double> mean;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<Double> std;

    Preset(String label, List<Double> mean, List<Double> std) {
        this.label = label;
        this.mean = mean;
        this.std = std;
    }

    /** Returns what users call it. */
    public String label() {
        return label;
    }

    public List<Double> mean() {
        return mean;
    }

    public List<Double> std() {
        return std;
    }

    /** Returns what users call them all. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Preset::label).toList();
    }

    /** Returns the one that users call so. */
    public static Preset named(String label) {
        return Arrays.stream(values())
                .filter(preset -> preset.label.equals(label))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("preset: expected one of " + labels() + ", was '" + label + "'"));
    }
}
