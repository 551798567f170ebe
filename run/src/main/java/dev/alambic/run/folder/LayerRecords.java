package dev.alambic.run.folder;

import dev.alambic.report.run.LayerErrors;
import java.util.Map;

/** How far the smaller forms lie from what they were made from, as {@code layers.json} holds it, by the model. */
public record LayerRecords(Map<String, LayerErrors> models) {}
