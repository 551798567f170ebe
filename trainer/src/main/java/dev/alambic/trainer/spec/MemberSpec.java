package dev.alambic.trainer.spec;

import dev.alambic.onnx.message.Rule;

/**
 * One of several teachers.
 *
 * @param file an ONNX model, by path or by its name in the catalogue of models
 * @param weight how much it counts beside the others, above 0
 */
public record MemberSpec(String file, double weight) {

    public MemberSpec {
        Rule.require(!file.isBlank(), "file", "a path", "blank");
        Rule.positive("weight", weight);
    }

    public static MemberSpec defaults() {
        return new MemberSpec("teacher.onnx", 1);
    }
}
