/**
 * The page, section by section. It holds all that it shows, asks the network for nothing, and works without its script.
 */
@NullMarked
package dev.alambic.report.page;

import org.jspecify.annotations.NullMarked;
