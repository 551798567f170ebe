package dev.alambic.quantizer.calibrate;

import java.nio.file.Path;

/**
 * Where ranges are kept, so that the same model, method and samples are calibrated once.
 *
 * @param file JSON, written anew if it was made of anything else
 * @param source says which samples they are, for example their folder and number: the caller's word
 */
public record CalibrationCache(Path file, String source) {}
