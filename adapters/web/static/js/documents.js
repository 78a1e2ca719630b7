// Files may be dropped, and what is too large is said before it is sent. The form works without this.
(() => {
  "use strict";
  const form = document.querySelector("form[data-upload]");
  if (!form) return;
  const area = form.querySelector("[data-drop]");
  const field = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-chosen]");
  const problem = form.querySelector("[data-problem]");
  const size = (bytes) => {
    const [unit, divisor] = bytes < 1e6 ? ["kB", 1e3] : ["MB", 1e6];
    const shown = (Math.ceil(bytes / divisor * 10) / 10).toLocaleString(document.documentElement.lang);
    return `${shown} ${unit}`;
  };

  const wrong = (files) => {
    if (files.some((file) => file.size > Number(form.dataset.mostFile) && !/\.zip$/i.test(file.name))) return problem.dataset.problemFile;
    const all = files.reduce((sum, file) => sum + file.size, 0);
    return all > Number(form.dataset.most) ? problem.dataset.problem : "";
  };

  const show = () => {
    const files = [...field.files];
    list.replaceChildren(...files.map((file) => {
      const entry = document.createElement("li");
      entry.textContent = `${file.name.replace(/\p{C}/gu, "")} · ${size(file.size)}`;
      return entry;
    }));
    list.hidden = files.length < 2;
    problem.textContent = wrong(files);
    problem.hidden = !problem.textContent;
    field.setCustomValidity(problem.textContent);
  };
  field.addEventListener("change", show);

  const over = (is) => area.classList.toggle("over", is);
  for (const name of ["dragenter", "dragover"]) {
    area.addEventListener(name, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      over(true);
    });
  }
  area.addEventListener("dragleave", (event) => { if (!area.contains(event.relatedTarget)) over(false); });
  area.addEventListener("drop", (event) => {
    over(false);
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    field.files = event.dataTransfer.files;
    show();
  });

  // Once is enough: a second click while the files are on their way would send them again.
  form.addEventListener("submit", () => { form.querySelector("button.primary").disabled = true; });
  window.addEventListener("pageshow", () => { form.querySelector("button.primary").disabled = false; });
  show();
})();
