const box = document.querySelector('chat-room');
const buttons = document.querySelectorAll('button[data-room]');

for (const button of buttons) {
  button.addEventListener('click', () => {
    box.room = button.dataset.room;
    for (const other of buttons) other.setAttribute('aria-current', String(other === button));
  });
}
