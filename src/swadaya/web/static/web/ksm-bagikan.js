// Copies a receipt. The text itself can always be marked and copied by hand.

for (const button of document.querySelectorAll("[data-salin]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.salin).textContent);
    button.textContent = "Tersalin";
  });
}
