package dev.alambic.quantizer.measure;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.RandomInputs;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.calibrate.CalibrationMethod;
import dev.alambic.quantizer.calibrate.Range;
import dev.alambic.quantizer.int8.Int8Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/** Peak memory of calibrating a model on random images, in a process of its own; Linux only. */
public final class CalibrationMemory {

    private CalibrationMemory() {}

    /**
     * Prints one line.
     *
     * @param arguments model file; number of images; minmax, percentile, entropy or mse
     */
    public static void main(String[] arguments) throws IOException {
        OnnxModel model =
                Quantizer.prepare(OnnxModel.read(Path.of(arguments[0]))).model();
        long images = Long.parseLong(arguments[1]);
        CalibrationMethod method = method(arguments[2]);
        Calibration calibration = Calibration.of(() -> images(model, images)).withMethod(method);
        forgetPeak();
        long start = System.nanoTime();

        Map<String, Range> ranges = Quantizer.ranges(model, calibration, Int8Options.defaults());

        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%s, %d images: %d ranges, %.1f s, peak %d MB%n",
                arguments[2],
                images,
                ranges.size(),
                seconds,
                peakKilobytes() / 1024);
    }

    private static CalibrationMethod method(String name) {
        return switch (name) {
            case "minmax" -> CalibrationMethod.minMax();
            case "percentile" -> CalibrationMethod.percentile();
            case "entropy" -> CalibrationMethod.entropy();
            case "mse" -> CalibrationMethod.meanSquaredError();
            default -> throw new IllegalArgumentException("no method " + name);
        };
    }

    private static Iterator<Map<String, Tensor>> images(OnnxModel model, long count) {
        return LongStream.range(0, count)
                .mapToObj(seed -> RandomInputs.of(model, Map.of("batch", 1L), seed))
                .iterator();
    }

    /** Lets the peak start anew, so that what came before does not hide it; see proc(5), clear_refs. */
    private static void forgetPeak() throws IOException {
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    }

    private static long peakKilobytes() throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
        return status.stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
