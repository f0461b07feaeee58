// The behaviours of every page. Each is small, finds its elements by a data attribute, and the page works without it.
import "./dialog.js";
import "./shortcuts.js";
import "./palette.js";
import "./notices.js";
import "./undo.js";
import "./menus.js";
import "./ask.js";
import "./submit-once.js";
import "./copy.js";
import "./picker.js";
import "./refused.js";
import "./ticks.js";
import "./mentions.js";
import "./formal.js";
import "./file-size.js";
