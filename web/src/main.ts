import { mount } from "svelte";
import App from "./App.svelte";
import { session } from "./state/session.svelte";
import { appearance } from "./state/theme.svelte";
import "./style.css";

appearance.apply();
mount(App, { target: document.getElementById("page")! });
void session.begin();
