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
    private Try row;

    Trial(Form form, long bytes) {
        this.form = form;
        this.row = new Try(form.name(), form.floatUnits(), Double.NaN, false, Optional.empty(), bytes);
    }

    /** A model by name, before it is looked at. */
    record Form(String name, List<String> floatUnits, Supplier<OnnxModel> model) {}

    boolean isInt8() {
        return form.name().equals(INT8);
    }

    OnnxModel model() {
        return form.model().get();
    }

    /** Returns what is known of it so far. */
    Try row() {
        return row;
    }

    /** Returns the time of the float model divided by this one's; 0 until it {@link #isTimed}. */
    double speedUp() {
        return row.time().map(Try.Time::speedUp).orElse(0.0);
    }

    boolean isTimed() {
        return row.time().isPresent();
    }

    boolean isJudged() {
        return !Double.isNaN(row.quality());
    }

    void judged(double quality, boolean meetsBound) {
        row = new Try(row.form(), row.floatUnits(), quality, meetsBound, row.time(), row.bytes());
    }

    void timed(double micros, double speedUp) {
        Optional<Try.Time> time = Optional.of(new Try.Time(micros, speedUp));
        row = new Try(row.form(), row.floatUnits(), row.quality(), row.meetsBound(), time, row.bytes());
    }
}
