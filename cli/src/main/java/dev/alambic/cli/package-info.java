/**
 * The command line: {@code Main} finds the {@code command}, which reads {@code recipe}s and files, does its work
 * through {@code run}, and tells the user through {@code terminal}.
 */
@NullMarked
package dev.alambic.cli;

import org.jspecify.annotations.NullMarked;
