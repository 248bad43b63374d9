(() => {
  const form = document.getElementById("filters");
  if (!form) return;
  const errors = [...document.querySelectorAll(".error")];
  const fits = (error, name, value) => !value || (name === "type" ? error.dataset.type.split(" ").includes(value) : error.dataset[name] === value);
  const show = () => {
    const asked = [...new FormData(form)];
    for (const error of errors) error.hidden = !asked.every(([name, value]) => fits(error, name, value));
    for (const kind of document.querySelectorAll(".kind")) kind.hidden = !kind.querySelector(".error:not([hidden])");
    const count = errors.filter(error => !error.hidden).length;
    form.querySelector("output").textContent = count === errors.length ? `${count} errors` : `${count} of ${errors.length} errors`;
  };
  form.hidden = false;
  form.addEventListener("change", show);
  show(); // a browser may keep the choices when the page is loaded again
})();
