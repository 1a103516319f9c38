/** The inspector while nothing is selected. */
export function NothingSelected() {
  return (
    <div className="space-y-2 p-4 text-small text-text2">
      <h2 className="text-head font-semibold text-text">Nothing selected</h2>
      <p>Select a device, a page table or an IOAS to see its fields, who holds it and what can be done with it.</p>
      <p>
        Drag a device onto a page table or an IOAS to attach it. Every target shows beforehand what Linux would answer.
      </p>
    </div>
  );
}
