/** What the user typed wrong, and the nearest thing that would have been right. */
@NullMarked
package dev.alambic.cli.usage;

import org.jspecify.annotations.NullMarked;
