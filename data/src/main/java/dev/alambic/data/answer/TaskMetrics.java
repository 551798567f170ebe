package dev.alambic.data.answer;

import java.util.LinkedHashMap;
import java.util.Map;

/** How good a model is at its task on labelled samples. */
public sealed interface TaskMetrics
        permits ClassificationMetrics, MultiLabelMetrics, MultiTaskMetrics, RegressionMetrics {

    /** Returns the number of samples. */
    int samples();

    /** Returns all figures; the first is the one that models are chosen by. */
    Map<Measure, Double> all();

    /** Returns the figures that stand in a line. */
    Map<Measure, Double> few();

    /** Returns the figure that models are chosen by. */
    default Measure mainMeasure() {
        return all().keySet().iterator().next();
    }

    /** Returns the value of the figure that models are chosen by: higher is better, and 1 is best. */
    default double main() {
        return all().values().iterator().next();
    }

    /** Returns all figures by their names in files. */
    default Map<String, Double> allByKey() {
        return byKey(all());
    }

    /** Returns the figures that stand in a line by their names in files. */
    default Map<String, Double> fewByKey() {
        return byKey(few());
    }

    private static Map<String, Double> byKey(Map<Measure, Double> figures) {
        Map<String, Double> byKey = new LinkedHashMap<>();
        figures.forEach((measure, value) -> byKey.put(measure.key(), value));
        return byKey;
    }
}
