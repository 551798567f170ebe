package dev.alambic.quantizer.hardware;

import dev.alambic.onnx.graph.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A kind of machine that models run on.
 *
 * @param name what {@code --target} says
 * @param means one line for the user
 * @param bytes the 8-bit numbers whose kernels are fast
 * @param integersPay whether 8-bit models run faster than float32
 * @param halfPays whether float16 arithmetic runs faster than float32
 * @param source where that is from
 */
public record Target(String name, String means, Bytes bytes, boolean integersPay, boolean halfPays, String source) {

    /**
     * 8-bit numbers.
     *
     * @param activations their type, UINT8 or INT8
     * @param weights their type, UINT8 or INT8
     * @param pairsMayOverflow whether kernels add two products of bytes in 16 bits, so that weights must leave room
     */
    public record Bytes(DataType activations, DataType weights, boolean pairsMayOverflow) {}

    private static final List<Target> ALL = Resource.read("targets.json", Target::of);
    private static final Path LINUX_CPU = Path.of("/proc/cpuinfo");

    private static Target of(Resource.Fields fields) {
        return new Target(
                fields.text("name"),
                fields.text("means"),
                new Bytes(
                        DataType.valueOf(fields.text("activations")),
                        DataType.valueOf(fields.text("weights")),
                        fields.flag("pairsMayOverflow")),
                fields.flag("integersPay"),
                fields.flag("halfPays"),
                fields.text("source"));
    }

    /** Returns every target that is known. */
    public static List<Target> all() {
        return ALL;
    }

    /**
     * Returns the target of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Target named(String name) {
        return ALL.stream()
                .filter(target -> target.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("target: unknown name (expected one of "
                        + ALL.stream().map(Target::name).toList() + ", was '" + name + "')"));
    }

    /** Returns the target that this machine's CPU is; {@code portable} if it is of an unknown kind. */
    public static Target ofThisMachine() {
        return detect(System.getProperty("os.arch", ""), cpuInfo());
    }

    private static String cpuInfo() {
        try {
            return Files.isReadable(LINUX_CPU) ? Files.readString(LINUX_CPU) : "";
        } catch (IOException e) {
            // not told: then the careful choice
            return "";
        }
    }

    /** @param cpuInfo what Linux says of the CPU, its instruction sets among the words */
    static Target detect(String architecture, String cpuInfo) {
        return switch (architecture.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> named(hasByteProducts(cpuInfo) ? "x86-vnni" : "x86");
            case "aarch64", "arm64" -> named("arm64");
            default -> named("portable");
        };
    }

    private static boolean hasByteProducts(String cpuInfo) {
        return List.of(cpuInfo.split("\\s+")).stream()
                .anyMatch(word -> word.equals("avx512_vnni") || word.equals("avx_vnni"));
    }
}
