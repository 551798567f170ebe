package dev.alambic.run.folder;

import dev.alambic.data.answer.TaskMetrics;
import java.util.Map;

/** The quality of every model on the test split, as {@code metrics.json} holds it, by the name of the model. */
public record QualityRecords(Map<String, TaskMetrics> models) {}
