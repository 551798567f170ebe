package dev.alambic.quantizer.search;

import dev.alambic.onnx.OnnxModel;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A {@link Try} in the making; its model is made again when it is needed, since all of them would not fit. */
final class Trial {
    /** What it is called if it is a mixture of integer and float units. */
    static final String INT8 = "int8";

    private final Form form;
    private final double quality;
    private final boolean meetsBound;
    private final long bytes;
    private Optional<Try.Time> time = Optional.empty();

    Trial(Form form, double quality, boolean meetsBound, long bytes) {
        this.form = form;
        this.quality = quality;
        this.meetsBound = meetsBound;
        this.bytes = bytes;
    }

    /** A model by name, before it is looked at. */
    record Form(String name, List<String> floatUnits, Supplier<OnnxModel> model) {}

    boolean isInt8() {
        return form.name().equals(INT8);
    }

    String name() {
        return form.name();
    }

    List<String> floatUnits() {
        return form.floatUnits();
    }

    OnnxModel model() {
        return form.model().get();
    }

    double quality() {
        return quality;
    }

    boolean meetsBound() {
        return meetsBound;
    }

    long bytes() {
        return bytes;
    }

    /** Returns the time of the float model divided by this one's; 0 until it {@link #isTimed}. */
    double speedUp() {
        return time.map(Try.Time::speedUp).orElse(0.0);
    }

    /** Returns the median time of a run, µs, once it {@link #isTimed}. */
    double micros() {
        return time.orElseThrow().micros();
    }

    boolean isTimed() {
        return time.isPresent();
    }

    void timed(double micros, double speedUp) {
        time = Optional.of(new Try.Time(micros, speedUp));
    }

    Try row() {
        return new Try(form.name(), form.floatUnits(), quality, meetsBound, time, bytes);
    }
}
